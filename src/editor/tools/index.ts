import * as vscode from 'vscode';
import type { ClozeApi, FillMaskRequest, RankCandidatesRequest, ScoreTextRequest } from '../api.js';
import { registerTools, type Tool } from './tool.js';

/** The tools that do what version 1 of the interface does. */
export function registerWordTools(context: vscode.ExtensionContext, api: ClozeApi): vscode.Disposable {
  const fillMask: Tool<FillMaskRequest> = {
    name: 'cloze_fill_mask',
    message: vscode.l10n.t('Cloze fills the masks'),
    run: (input, token) => api.fillMask(input, token),
  };
  const rankCandidates: Tool<RankCandidatesRequest> = {
    name: 'cloze_rank_candidates',
    message: vscode.l10n.t('Cloze ranks the candidates'),
    run: (input, token) => api.rankCandidates(input, token),
  };
  const scoreText: Tool<ScoreTextRequest> = {
    name: 'cloze_score_text',
    message: vscode.l10n.t('Cloze scores the text'),
    run: (input, token) => api.scoreText(input, token),
  };
  return registerTools(context, [fillMask, rankCandidates, scoreText]);
}
