import { render } from 'preact';
import { messageOf } from '../../core/errors.js';
import type { PoolProgress, PoolSource } from '../../protocol/pool.js';
import { speak } from '../l10n.js';
import { App, type Events } from './app.js';
import { connect } from './host.js';
import './pool.css';

/** Passes on what comes to the one listener that there is by then. */
let show: (source: PoolSource) => void = () => {};
let progress: (progress: PoolProgress) => void = () => {};
let modelChanged: () => void = () => {};
const events: Events = {
  onShow: (listener) => {
    show = listener;
  },
  onProgress: (listener) => {
    progress = listener;
  },
  onModelChanged: (listener) => {
    modelChanged = listener;
  },
};

const host = connect({
  show: (source) => {
    show(source);
    return null;
  },
  progress: (how) => {
    progress(how);
    return null;
  },
  modelChanged: () => {
    modelChanged();
    return null;
  },
});

host.call('open', null).then(
  (opening) => {
    speak(opening.messages);
    render(<App host={host} events={events} opening={opening} />, document.body);
  },
  (error: unknown) => {
    document.body.textContent = messageOf(error);
  },
);
