import * as vscode from 'vscode';
import { similarities } from '../../client/similarity.js';
import { isStrange } from '../../core/vectors/states.js';
import type { EditorEngine } from '../engine.js';
import { readSettings } from '../settings.js';
import { registerTools, type Tool } from '../tools/tool.js';

/** As `package.json` declares it. */
interface Request {
  readonly sentences: readonly string[];
}

/** `cloze_compare_sentences`: how alike sentences are, for language models. */
export function registerSimilarityTool(context: vscode.ExtensionContext, engine: EditorEngine): vscode.Disposable {
  const compare: Tool<Request> = {
    name: 'cloze_compare_sentences',
    message: vscode.l10n.t('Cloze compares the sentences'),
    async run({ sentences }, token) {
      const background = engine.backgroundFile(sentences);
      const how = { representation: readSettings().representation, background, lane: 'interactive' } as const;
      const found = await similarities((method, params) => engine.request(method, params, token), sentences, how);
      const pairs = sentences.flatMap((_, a) =>
        sentences.slice(a + 1).map((_other, i) => {
          const b = a + 1 + i;
          return {
            sentences: [a, b],
            cosine: rounded(found.cosines[a]?.[b], 4),
            percentile: rounded(found.percentiles[a]?.[b], 2),
          };
        }),
      );
      return {
        representation: found.representation,
        background: { sentences: found.sentences, meanCosine: rounded(found.meanCosine, 4) },
        // These numbers mean nothing for them: another language, say.
        notKnownToTheModel: sentences.flatMap((_, i) => (isStrange(found.texts[i] ?? NOTHING) ? [i] : [])),
        pairs: pairs.sort((x, y) => y.cosine - x.cosine),
      };
    },
  };
  return registerTools(context, [compare]);
}

const NOTHING = { tokens: 0, unknown: 0 };

function rounded(value = Number.NaN, digits = 4): number {
  return Number(value.toFixed(digits));
}
