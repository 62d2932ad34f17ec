export { generateChain } from './chain.ts';
export { compareWithKey, type KeyLookup } from './check.ts';
export { type Generated, type GenerateOptions, generateResort } from './generate.ts';
export {
  ANSWER_KEY,
  type AnswerKey,
  KeyBuilder,
  type KeyEntity,
  type KeyExpectation,
  type KeyRecord,
  type KeyValue,
  readKey,
  writeKey,
} from './key.ts';
export { targetLookup } from './lookup.ts';
export { generateSampleResort } from './resort.ts';
export { SIZES, type SizeName } from './sizes.ts';
