// Preloaded into an engine by NODE_OPTIONS: makes it hang, like a bug in native code, as soon as a message asks for it.
const { CLOZE_HANG: how, CLOZE_HANG_AT: at } = process.env;
const { emit } = process;

process.emit = function (event, ...args) {
  if (event === 'message' && asksToHang(args[0])) {
    if (how === 'deaf') return true;
    hang();
  }
  return emit.call(this, event, ...args);
};

function asksToHang({ method, params }) {
  return method === at && (at === 'load' || params?.text?.startsWith('HANG'));
}

function hang() {
  if (how === 'blocked') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  for (;;);
}
