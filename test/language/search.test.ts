import { describe, expect, it } from 'vitest';
import { faqIndex } from '../../src/language/index.js';

const entry = (id: string, category: string, zh: string, zhAnswer: string, en: string, enAnswer: string) => ({
  id,
  category,
  question: zh,
  also: [],
  answer: zhAnswer,
  question_en: en,
  answer_en: enAnswer,
});
const faq = faqIndex([
  entry(
    'canteen',
    'elders',
    '社区食堂几点开饭？',
    '午饭十一点到一点。',
    'When is the canteen open?',
    'Lunch is from eleven to one.',
  ),
  entry(
    'permit',
    'residence',
    '居住证怎么申请？',
    '带身份证到派出所。',
    'How do I apply for a residence permit?',
    'Take your ID card to the police.',
  ),
  entry(
    'permit-lost',
    'residence',
    '居住证丢了怎么补办？',
    '到派出所补领。',
    'I lost my residence permit',
    'Get a new one at the police.',
  ),
  entry(
    'parking',
    'property',
    '小区停车怎么收费？',
    '一小时两元。',
    'What does parking cost?',
    'Two yuan an hour.',
  ),
  entry(
    'noise',
    'property',
    '楼上太吵怎么办？',
    '先沟通，再找物业。',
    'My neighbour upstairs is noisy',
    'Talk first, then call the property office.',
  ),
]);

describe('the question search', () => {
  it('answers what is asked for certain, in either language', () => {
    expect(faq.find('食堂几点开饭', 'zh-Hans').best?.id).toBe('canteen');
    expect(faq.find('how much is the parking', 'en').best?.id).toBe('parking');
    expect(faq.find('楼上好吵怎么办啊', 'zh-Hans').best?.id).toBe('noise');
  });
  it('offers a choice where two come near', () => {
    const { best, near } = faq.find('居住证', 'zh-Hans');
    expect(best).toBeUndefined();
    expect(near.map(hit => hit.id).sort()).toEqual(['permit', 'permit-lost']);
  });
  it('is silent about what it does not know', () => {
    expect(faq.find('今天股票能买吗', 'zh-Hans')).toEqual({ near: [] });
    expect(faq.find('', 'zh-Hans')).toEqual({ near: [] });
    expect(faq.find('怎么办', 'zh-Hans')).toEqual({ near: [] });
    for (const little of ['1', '20:00', '谁来收', '午']) expect(faq.find(little)).toEqual({ near: [] });
  });
  it('reads full width, capitals and traditional characters alike', () => {
    expect(faq.find('ＰＡＲＫＩＮＧ　ｃｏｓｔ', 'en').best?.id).toBe('parking');
    expect(faq.find('樓上太吵怎麼辦', 'zh-Hant').best?.id).toBe('noise');
  });
  it('works for a community without questions', () => {
    expect(faqIndex([]).find('食堂几点开饭')).toEqual({ near: [] });
  });
});
