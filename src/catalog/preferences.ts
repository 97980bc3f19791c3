import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { PREFERENCES_FILE, type Preferences } from '../checkpoint/preferences.js';
import { ClozeError, messageOf } from '../core/errors.js';

/** Keeps what was found to suit a model, in its folder. @throws ClozeError `internal` when it cannot be written */
export async function savePreferences(folder: string, preferences: Preferences): Promise<void> {
  const file = path.join(folder, PREFERENCES_FILE);
  await writeFile(file, `${JSON.stringify(preferences, null, 2)}\n`).catch((error: unknown) => {
    throw new ClozeError('internal', `${file} cannot be written: ${messageOf(error)}.`, { cause: error });
  });
}
