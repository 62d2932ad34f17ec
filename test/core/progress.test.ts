import { describe, expect, it } from 'vitest';
import { duration, plainProgress, silentProgress, terminalProgress } from '../../src/core/progress.ts';

function recorder(columns?: number) {
  let now = 0;
  const written: string[] = [];
  return {
    written,
    stream: { write: (text: string) => written.push(text), columns },
    clock: () => now,
    wait: (ms: number) => {
      now += ms;
    },
  };
}

const CLEAR = '\r\u001b[2K';

describe('on a terminal', () => {
  it('redraws one line with stage, entity, count, rate and remaining time, and clears it at the end', () => {
    const { written, stream, clock, wait } = recorder();
    const progress = terminalProgress(stream, clock);
    progress.stage('transform');
    wait(1000);
    progress.update({ entity: 'owners', count: 1500, total: 4500, unit: 'lines' });
    wait(50);
    progress.update({ entity: 'owners', count: 1600, total: 4500, unit: 'lines' });
    wait(950);
    progress.update({ entity: 'owners', count: 3000, total: 4500, unit: 'lines' });
    progress.done();
    progress.done();
    expect(written).toEqual([
      `${CLEAR}transform: owners 1,500 of 4,500 lines, 1,500/s, 2 s left`,
      `${CLEAR}transform: owners 3,000 of 4,500 lines, 1,500/s, 1 s left`,
      CLEAR,
    ]);
  });

  it('measures each entity by itself, and stays within the width', () => {
    const { written, stream, clock, wait } = recorder(30);
    const progress = terminalProgress(stream, clock);
    progress.stage('extract');
    wait(10_000);
    progress.update({ entity: 'owners', count: 10, unit: 'lines' });
    wait(1000);
    progress.update({ entity: 'reservations', count: 5, unit: 'lines' });
    wait(1000);
    progress.update({ entity: 'reservations', count: 1005, unit: 'lines' });
    expect(written.at(-1)).toBe(`${CLEAR}${'extract: reservations 1,005 lines, 1,000/s'.slice(0, 29)}`);
    expect(Math.max(...written.map((text) => text.length))).toBeLessThanOrEqual(CLEAR.length + 29);
  });
});

describe('anywhere else', () => {
  it('does not call a stage done that was stopped', () => {
    const { written, stream, clock, wait } = recorder();
    const progress = plainProgress(stream, clock);
    progress.stage('extract');
    wait(75);
    progress.stop();
    progress.done();
    expect(written).toEqual(['extract: stopped after 75 ms\n']);
  });

  it('writes a line every five seconds at most, and one at the end of each stage', () => {
    const { written, stream, clock, wait } = recorder();
    const progress = plainProgress(stream, clock);
    progress.stage('extract');
    for (let second = 1; second <= 12; second++) {
      wait(1000);
      progress.update({ entity: 'owners', count: second * 10, unit: 'lines' });
    }
    progress.stage('load');
    wait(300);
    progress.update({ entity: 'customers', count: 7, total: 7, unit: 'rows' });
    progress.done();
    progress.done();
    expect(written).toEqual([
      'extract: owners 50 lines, 10/s\n',
      'extract: owners 100 lines, 10/s\n',
      'extract: done in 12 s (owners 120 lines)\n',
      'load: done in 300 ms (customers 7 rows)\n',
    ]);
    expect(written.join('')).not.toContain('\u001b');
  });
});

it('only names a step that counts nothing', () => {
  const { written, stream, clock } = recorder();
  for (const progress of [terminalProgress(stream, clock), plainProgress(stream, clock)]) {
    progress.stage('load');
    progress.update({ entity: 'merge customers', count: 0, unit: 'step' });
    progress.done();
  }
  expect(written).toEqual([`${CLEAR}load: merge customers`, CLEAR, 'load: done in 0 ms\n']);
});

it('says nothing where silence is asked for', () => {
  expect([silentProgress.stage('a'), silentProgress.done()]).toEqual([undefined, undefined]);
});

it.each([
  [0.2, '0 ms'],
  [640, '1 s'],
  [59_400, '59 s'],
  [125_000, '2 min 05 s'],
  [4_200_000, '1 h 10 min'],
])('%d ms is %s', (ms, text) => expect(duration(ms)).toBe(text));

it('draws whole lines on a terminal that says it is 0 wide', () => {
  const written: string[] = [];
  const progress = terminalProgress({ write: (text) => written.push(text), columns: 0 }, () => 0);
  progress.stage('transform');
  progress.update({ entity: 'reservations', count: 10, total: 20, unit: 'lines' });
  expect(written.join('')).toContain('transform: reservations 10 of 20 lines');
});
