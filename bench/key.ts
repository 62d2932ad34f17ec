import { openSession } from '../src/database/open.ts';
import type { RunModel } from '../src/reconcile/model.ts';
import { compareWithKey, readKey, targetLookup } from '../src/sample/index.ts';

/** How many sentences of a resort's answer key its first load was held to, and those that do not hold. */
export async function holdToKey(
  url: string,
  answerKey: string,
  model: RunModel,
): Promise<{ statements: number; differences: string[] }> {
  const session = await openSession({ name: 'bench', kind: 'rehearsal', url, urlEnv: 'DATABASE_URL' });
  try {
    const lookup = targetLookup(session, { tenant: model.batch?.tenant ?? '', sourceDatabase: 'main' });
    return await compareWithKey(model, await readKey(answerKey), lookup);
  } finally {
    await session.close();
  }
}
