import { createRequire } from 'node:module';
import type { Cut } from './words.js';

/** Words of the neighbourhood's business that the general dictionary cuts apart. */
const OWN = `居住证 公租房 公积金 灵活就业 高龄津贴 家庭医生 流动人口 居住登记 随迁子女 网格员 物业费 维修资金 业委会 充电桩
日间照料 助浴 适老化 议事角 听证会 托管班 失业金 工伤认定 劳动仲裁 法律援助 残疾证 生育津贴 育儿补贴 老年证 签注 落户 租房补贴
量血压 助餐 送餐 党员报到 组织关系 暂住证 健康证 疫苗本 慢病 异地就医 资格认证 加装电梯 垃圾分类 大件垃圾 飞线充电 广场舞`;

let cut: Cut | undefined;

/**
 * Chinese word segmentation for searching: a long word, and the words in it. The dictionary (some 200 ms, 30 MB) is
 * loaded at the first call, so that the desk starts without it; whoever wants no pause at the first question
 * calls once when there is nothing else to do.
 */
export function segmenter(): Cut {
  cut ??= load();
  return cut;
}

function load(): Cut {
  const require = createRequire(import.meta.url);
  const { Jieba }: typeof import('@node-rs/jieba') = require('@node-rs/jieba');
  const { dict }: typeof import('@node-rs/jieba/dict.js') = require('@node-rs/jieba/dict.js');
  const jieba = Jieba.withDict(dict);
  const own = OWN.split(/\s+/).map(word => `${word} 2000 n\n`);
  jieba.loadDict(new TextEncoder().encode(own.join('')));
  return text => jieba.cutForSearch(text, true);
}
