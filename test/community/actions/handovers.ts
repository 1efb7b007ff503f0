import { expect } from 'vitest';
import { askForPerson } from '../../../src/community/staff/person-wanted.js';
import { nguyenVanAn, sunJie, wangNainai, zhouMin } from '../../cast.js';
import { call, desk, refused, type Specs, values } from './call.js';

/** 王奶奶 waits, and Nguyễn Văn An, who smells gas; their tickets. */
const twoWait = async (): Promise<[string, string]> => {
  await desk.hire(sunJie, 'desk');
  await desk.hire(zhouMin, 'handler');
  const wang = await desk.turn(wangNainai, context => askForPerson(context));
  const an = await desk.turn(nguyenVanAn, context => askForPerson(context, { urgent: true, danger: 'gas' }));
  return [wang.value.handover.id, an.value.handover.id];
};

export const handovers: Specs = {
  'handovers.open': async () => {
    const [wang, an] = await twoWait();
    expect(values(await call(sunJie, 'handovers.open'))).toEqual([an, wang]);
    await call(sunJie, 'handovers.take', { ticket: an });
    expect(await call(zhouMin, 'handovers.open')).toEqual([
      { value: wang, label: `${wang} 王奶奶` },
      { value: an, label: `${an} Nguyễn Văn An · 孙洁` },
    ]);
  },
  'handovers.take': async () => {
    const [wang] = await twoWait();
    expect(await call(sunJie, 'handovers.take', { ticket: wang })).toEqual({
      number: wang,
      by: '孙洁',
      chat: 'own',
    });
    expect(await refused(zhouMin, 'handovers.take', { ticket: wang })).toBe('taken');
    expect(await refused(zhouMin, 'handovers.take', { ticket: 'RG-0009' })).toBe('not_found');
    const { value } = await desk.turn(zhouMin, context => askForPerson(context));
    expect(await refused(zhouMin, 'handovers.take', { ticket: value.handover.id })).toBe('own');
  },
};
