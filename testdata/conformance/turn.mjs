// `node turn.mjs FOLDER SCRIPT [ARGUMENT…]` becomes SCRIPT as soon as it has one of a few places. The suite starts all
// clients at once and has their servers in one process, which a small machine keeps from answering for many seconds.
import { mkdirSync, rmdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const PLACES = 4;
const [folder, script] = process.argv.splice(2, 2);

function taken(place) {
  try {
    mkdirSync(place);
    process.on('exit', () => rmdirSync(place));
    return true;
  } catch (fault) {
    if (fault.code !== 'EEXIST') throw fault;
    return false;
  }
}

while (!Array.from({ length: PLACES }, (_, i) => `${folder}/place-${i}`).some(taken)) {
  await new Promise((again) => setTimeout(again, 50));
}
await import(pathToFileURL(resolve(script)));
