// Run with the path of an engine bundle: prints, as JSON, the files that its two native libraries load from there.
const { readFileSync } = require('node:fs');
const { createRequire } = require('node:module');

process.env.ORT_DISABLE_TELEMETRY = '1';
const load = createRequire(process.argv[2]);
load('onnxruntime-node');
load('tokenizers');
const mapped = readFileSync('/proc/self/maps', 'utf8').match(/\/.*$/gm) ?? [];
console.log(JSON.stringify([...Object.keys(require.cache), ...mapped].filter((file) => file !== __filename)));
