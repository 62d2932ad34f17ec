export {
  ANSWER_KEY,
  type AnswerKey,
  type AnswerKeyHeader,
  type KeyEntity,
  type KeyGroup,
  type KeyRecord,
  type KeyValue,
} from './answer-key.ts';
export { compareExpectations, compareRecords, compareWithKey, countStatements } from './check.ts';
export { type Generated, type GenerateOptions, generateResort } from './generate.ts';
export { readAnswerKey } from './read-key.ts';
export { generateSampleResort } from './resort.ts';
