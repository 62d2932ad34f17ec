import { openSession } from '../src/database/open.ts';
import type { RunModel } from '../src/reconcile/model.ts';
import { compareWithKey, readKey, targetLookup } from '../src/sample/index.ts';

/** How many sentences of a resort's answer key hold after its first load. Throws where one does not. */
export async function holdToKey(url: string, answerKey: string, model: RunModel): Promise<number> {
  const session = await openSession({ name: 'bench', kind: 'rehearsal', url, urlEnv: 'DATABASE_URL' });
  try {
    const lookup = targetLookup(session, { tenant: model.batch?.tenant ?? '', sourceDatabase: 'main' });
    const { statements, differences } = await compareWithKey(model, await readKey(answerKey), lookup);
    if (differences.length > 0)
      throw new Error(
        `${differences.length} differences from the key, first: ${differences.slice(0, 20).join(' ')}`,
      );
    return statements;
  } finally {
    await session.close();
  }
}
