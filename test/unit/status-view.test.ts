import { expect, it } from 'vitest';
import type { EngineState } from '../../src/client/state.js';
import { ClozeError } from '../../src/core/errors.js';
import { languageStatus, statusView } from '../../src/editor/statusView.js';

const t = (message: string, ...args: string[]) => message.replace(/\{(\d)\}/g, (_, i) => args[Number(i)] ?? '');
const view = (state: EngineState) => statusView(state, t);

it('shows each state differently, and failures as such', () => {
  const info = { name: 'tiny', device: 'cpu', canFill: true } as Extract<EngineState, { kind: 'ready' }>['info'];
  const views = [
    view({ kind: 'idle' }),
    view({ kind: 'loading', model: 'x' }),
    view({ kind: 'ready', info }),
    view({ kind: 'failed', error: new ClozeError('bad-checkpoint', 'The file is cut off.') }),
  ];
  expect(new Set(views.map(({ text }) => text)).size).toBe(4);
  expect(views.every(({ text }) => text.includes('Cloze'))).toBe(true);
  expect(views.map(({ isError }) => isError)).toEqual([false, false, false, true]);
  expect(views[2]?.tooltip).toContain('tiny is ready on cpu');
  expect(views[3]?.tooltip).toBe('Cloze: The model cannot be used. The file is cut off. Select to see the log.');
});

it('tells the model and where it computes, or what is the matter', () => {
  const info = { name: 'tiny', device: 'webgpu', precision: 'fp16', canFill: true } as Extract<
    EngineState,
    { kind: 'ready' }
  >['info'];
  expect(languageStatus({ kind: 'ready', info }, t)).toEqual({ text: 'Cloze: tiny', detail: 'webgpu · fp16' });
  const unfit: EngineState = { kind: 'ready', info: { ...info, canFill: false } };
  expect(languageStatus(unfit, t).detail).toBe('webgpu · fp16 · it cannot fill masks');
  expect(view(unfit).tooltip).toBe('Cloze: tiny is ready on webgpu · it cannot fill masks');
  const failed: EngineState = { kind: 'failed', error: new ClozeError('bad-checkpoint', 'The file is cut off.') };
  expect(languageStatus(failed, t).detail).toBe('The model cannot be used.');
  const details = [{ kind: 'idle' }, { kind: 'loading', model: 'x' }].map(
    (it) => languageStatus(it as EngineState, t).detail,
  );
  expect(new Set(details).size).toBe(2);
});
