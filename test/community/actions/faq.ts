import { expect } from 'vitest';
import { entriesNow } from '../../../src/community/content/faq.js';
import { sunJie } from '../../cast.js';
import { call, desk, refused, type Specs, values } from './call.js';

const words = { question: '电动车在哪里充电', answer: '3号楼北侧车棚，扫码就能充。' };

export const faq: Specs = {
  'faq.add': async () => {
    await desk.hire(sunJie, 'desk');
    expect(await call(sunJie, 'faq.add', words)).toEqual({
      question: words.question,
      review_day: '2027-05-24',
    });
    expect(await refused(sunJie, 'faq.add', words)).toBe('asked_already');
    const all = await desk.store.read('huimin', tx => entriesNow(tx, desk.content));
    expect(all.at(-1)).toMatchObject({ ...words, answer_en: '' });
  },
  'faq.added': async () => {
    await desk.hire(sunJie, 'desk');
    await call(sunJie, 'faq.add', words);
    expect(await call(sunJie, 'faq.added')).toMatchObject([{ label: words.question }]);
  },
  'faq.remove': async () => {
    await desk.hire(sunJie, 'desk');
    await call(sunJie, 'faq.add', words);
    const [entry] = values(await call(sunJie, 'faq.added'));
    expect(await call(sunJie, 'faq.remove', { entry: String(entry) })).toEqual({ question: words.question });
    expect(await refused(sunJie, 'faq.remove', { entry: String(entry) })).toBe('not_found');
  },
};
