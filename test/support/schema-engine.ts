import { readFile } from 'node:fs/promises';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from '@prisma/driver-adapter-utils';
import pg from 'pg';

interface Engine {
  diff(params: object): Promise<{ stdout: string | null }>;
}

type Exports = Record<string, unknown>;

/** The part of the global that is used here: TypeScript keeps its types in the browser's library. */
interface WithWebAssembly {
  WebAssembly: {
    instantiate(bytes: Uint8Array, imports: object): Promise<{ instance: { exports: Exports } }>;
  };
}

interface EngineModule {
  SchemaEngine: { new: (options: object, log: () => void, adapter: object) => Promise<Engine> };
  __wbg_set_wasm(exports: Exports): void;
}

const SCHEMA = new URL('../../prisma/schema.prisma', import.meta.url);
/** Type oids: `"char"`, and text, which the adapter knows. */
const CHAR = 18;
const TEXT = 25;

/** The SQL that would turn the database into what schema.prisma describes, by Prisma's own schema engine. */
export async function diffToSchema(url: string): Promise<string> {
  const files = [{ path: 'schema.prisma', content: await readFile(SCHEMA, 'utf8') }];
  engineModule ??= loadEngine();
  const { SchemaEngine } = await engineModule;
  const pool = new CharPool({ connectionString: url });
  const engine = await SchemaEngine.new(
    { datamodels: files.map(({ path, content }) => [path, content]) },
    () => undefined,
    bindMigrationAwareSqlAdapterFactory(describingAdapter(pool)),
  );
  try {
    const { stdout } = await engine.diff({
      from: { tag: 'schemaDatasource', files, configDir: '/' },
      to: { tag: 'schemaDatamodel', files },
      script: true,
      exitCode: null,
      filters: { externalTables: [], externalEnums: [] },
    });
    return stdout ?? '';
  } finally {
    await pool.end();
  }
}

/** Its bindings bear one instance. */
let engineModule: Promise<EngineModule> | undefined;

/** Node can't import WebAssembly as a module yet. */
async function loadEngine(): Promise<EngineModule> {
  const entry = import.meta.resolve('@prisma/schema-engine-wasm');
  Object.assign(globalThis, {
    PRISMA_WASM_PANIC_REGISTRY: { set_message: (message: string) => console.error(message) },
  });
  const bindings = (await import(new URL('schema_engine_bg.js', entry).href)) as EngineModule;
  const bytes = await readFile(new URL('schema_engine_bg.wasm', entry));
  const { WebAssembly: wasm } = globalThis as unknown as WithWebAssembly;
  const { instance } = await wasm.instantiate(bytes, { './schema_engine_bg.js': { ...bindings } });
  bindings.__wbg_set_wasm(instance.exports);
  (instance.exports['__wbindgen_start'] as () => void)();
  return bindings;
}

/** Columns of type `"char"`, by name. */
const charColumns = new Set<string>();

/** The adapter refuses `"char"`, of which the catalogue is full: it is shown as text ... */
class CharPool extends pg.Pool {
  override async query(...args: unknown[]): Promise<never> {
    const result = (await Reflect.apply(pg.Pool.prototype.query, this, args)) as pg.QueryResult;
    for (const field of result.fields ?? []) {
      if (field.dataTypeID !== CHAR) continue;
      charColumns.add(field.name);
      field.dataTypeID = TEXT;
    }
    return result as never;
  }
}

/** ... and handed to the engine as the character that it expects. NOT NULL constraints of PostgreSQL 18 are hidden. */
function describingAdapter(pool: pg.Pool): PrismaPg {
  const factory = new PrismaPg(pool);
  const connect = factory.connect.bind(factory);
  factory.connect = async () => {
    const adapter = await connect();
    const queryRaw = adapter.queryRaw.bind(adapter);
    adapter.queryRaw = async (query) => {
      const sql = query.sql.replace("contype NOT IN ('p', 'u', 'f')", "contype NOT IN ('p', 'u', 'f', 'n')");
      const result = await queryRaw({ ...query, sql });
      for (const [index, name] of result.columnNames.entries()) {
        if (charColumns.has(name)) result.columnTypes[index] = ColumnTypeEnum.Character;
      }
      return result;
    };
    return adapter;
  };
  return factory;
}
