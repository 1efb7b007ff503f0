import type { Role } from '../../src/community/staff.js';
import type { Part } from './walker.js';

/** A resident who comes with everything but a visit. */
export const townsman = (index: number): Part => ({
  id: `r${index}`,
  name: `居民${index}`,
  errands: [
    '报名猜灯谜两个人',
    '报名猜灯谜一个人',
    '报名猜灯谜一个人',
    '我也想去猜灯谜',
    '报名电影晚会三个人',
    '报名活动',
    '取消报名',
    '取消猜灯谜的报名',
    '我的报名',
    '这周有什么活动',
    '转人工',
    '我要找真人',
    '我的',
  ],
  answers: [
    [/一共几个人来/, ['1', '2', '两个人', '3', '9']],
    [/前面说的|会一起转给工作人员/, ['谢谢']],
  ],
  takesUp: /^(我要去|还来)$/,
  prefers: /^(确认提交|排队等|确定不去|猜灯谜.*)$/,
});

/** Somebody who works here. */
export const colleague = (index: number): Part & { readonly role: Role } => ({
  id: `c${index}`,
  name: `同事${index}`,
  role: (['desk', 'lead', 'spokesperson'] as const)[index % 3] ?? 'desk',
  errands: [
    '管理活动',
    '管理活动',
    '等人工',
    '后天下午不开门',
    '活动评价',
    '菜单',
    '写公告',
    '写公告',
    '写公告',
    '公告',
  ],
  answers: [
    [/公告写什么/, ['周三停水#，请先存水。', '周五有雨#，请收衣服。']],
    [/英文怎么写|要配一张图/, ['跳过']],
    [/几点发/, ['7:30', '下午三点']],
    [/一共改成多少个位子/, ['3', '5', '8', '跳过']],
    [/改到哪天/, ['周五', '周六', '周日']],
    [/几点开始/, ['早上九点', '下午三点']],
    [/改到哪里/, ['一楼活动室']],
    [/为什么/, ['下大雨', '全体开会']],
  ],
  takesUp: /^(接手|同意发)$/,
  prefers: /^(确认提交|确定，通知大家|取消活动|猜灯谜.*|现在发|全体居民|就这样|同意发)$/,
});
