import { describe, expect, it } from 'vitest';
import { danger } from '../../src/language/index.js';
import { IN_DANGER, SAFE } from './danger-sentences.js';

describe('somebody in danger is told whom to call', () => {
  for (const [kind, sentences] of Object.entries(IN_DANGER)) {
    it.each(sentences)(`${kind}: %s`, sentence => {
      expect(danger(sentence)?.kind).toBe(kind);
    });
  }
  it('gets the number of the worst first, and the others with it', () => {
    expect(danger('闻到煤气味')).toEqual({ kind: 'gas', number: '119', numbers: ['119'] });
    expect(danger('不想活了')?.number).toBe('12356');
    expect(danger('我喝了农药')?.numbers).toEqual(['120', '12356', '110']);
  });
  it('is heard at the end of a long story', () => {
    expect(danger(`${'我家住在三栋，平时都好好的。'.repeat(100)}刚才老伴突然晕倒了`)?.kind).toBe('medical');
  });
  it('is heard beside talk of something else', () => {
    expect(danger('今天的讲座我去不了了。我胸口疼得厉害')?.kind).toBe('medical');
    expect(danger('火锅店着火了')?.kind).toBe('fire');
  });
});

describe('who is in none is left in peace', () => {
  it.each(SAFE)('%s', sentence => {
    expect(danger(sentence)).toBeNull();
  });
  it('and there are enough sentences of both sorts to mean something', () => {
    expect(Object.values(IN_DANGER).flat().length).toBeGreaterThanOrEqual(80);
    expect(SAFE.length).toBeGreaterThanOrEqual(80);
  });
});
