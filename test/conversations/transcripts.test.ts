import { readdir } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { isCommon, isNotices } from '../../src/conversation/folder.js';
import { CONVERSATIONS } from '../fakes/desk.js';
import { paperHarness } from './harness/paper.js';
import { terminalHarness } from './harness/terminal.js';
import { allTranscripts, difference, folderOf } from './judge.js';
import { play } from './play.js';
import { PLATFORMS, parseTranscript } from './transcript.js';

describe('the transcripts', () => {
  it('has at least one for every conversation, on every platform', async () => {
    const conversations = (await readdir(CONVERSATIONS))
      .filter(file => file.endsWith('.yaml') && !isCommon(file) && !isNotices(file))
      .map(file => file.slice(0, -'.yaml'.length));
    const transcripts = await allTranscripts();
    const missing = conversations.flatMap(name =>
      PLATFORMS.filter(
        platform => !transcripts.some(one => folderOf(one) === name && one.platforms.includes(platform)),
      ).map(platform => `write test/conversations/${name}/….yaml (for ${platform})`),
    );
    expect(missing).toEqual([]);
  });

  it('are each a file about something: no two have the same title', async () => {
    const titles = (await allTranscripts()).map(({ title }) => title);
    expect(titles.filter((title, at) => titles.indexOf(title) !== at)).toEqual([]);
  });
});

const HEAD = 'title: 试试\nnow: 2026-11-23T09:00\ntalk:\n';

describe('a transcript with a mistake in it', () => {
  const wrong: Readonly<Record<string, string>> = {
    '  - 老张: 你好\n':
      'a.yaml:4: nobody here is called "老张". Those who talk: 小惠, 工作群, 王奶奶, 小陈, Nguyễn Văn An, 李主任, 孙洁, 周敏, 何平, wait',
    '  - 王奶奶: 你好\n  - wait: a while\n': 'a.yaml:5: wait: is written like 31 minutes, 2 hours, 1 day',
    '  - 王奶奶: (唱歌)\n': 'a.yaml:4: (唱歌) is nothing that can be sent. There are (语音)',
    '  - 王奶奶: (位置 三号楼)\n': 'a.yaml:4: (位置 三号楼) is nothing that can be sent',
    '  - 王奶奶: ""\n': 'a.yaml:4: nothing was said',
    '  - 王奶奶: 你好\n    小陈: 你好\n': 'a.yaml:4: each entry is one line',
    '  - 小惠: 您好\n': 'a.yaml:4: somebody has to say something first',
    '  - 王奶奶: [预约\n': 'a.yaml:5: Flow sequence in block collection',
  };
  for (const [talk, sentence] of Object.entries(wrong)) {
    it(`is told where and what: ${talk.trim().split('\n').at(-1)}`, () => {
      expect(() => parseTranscript(HEAD + talk, 'a.yaml')).toThrow(sentence);
    });
  }

  it('is told of a wrong head', () => {
    const read = (text: string) => () => parseTranscript(text, 'a.yaml');
    expect(read('titel: x\ntalk: []\n')).toThrow('a.yaml:1: "titel" is no part of a transcript');
    expect(read('title: x\nnow: Monday\ntalk: []\n')).toThrow('a.yaml:2: now: is written like');
    expect(read('title: x\nplatforms: [telegramm]\ntalk: []\n')).toThrow(
      'a.yaml:2: there is no platform "telegramm", only paper, telegram, wechat, webchat, terminal',
    );
    expect(read('title: x\n')).toThrow('a.yaml:1: talk: is the list of who said what');
  });

  it('is told which line, platform and words were answered otherwise', async () => {
    const transcript = parseTranscript(`${HEAD}  - 王奶奶: 取消\n  - 小惠: 好的。\n`, 'a.yaml');
    const found = difference(transcript, 'paper', await play(transcript, paperHarness));
    expect(found?.sentence).toBe('a.yaml:4 on paper: another answer to “王奶奶: 取消”');
    expect(found?.expected.answers).toEqual([['小惠', '好的。']]);
    expect(found?.played.answers[0]?.[1]).toContain('现在没有正在办的事');
  });

  it('is told of a button that is not there, and of what a platform cannot', async () => {
    const pressed = parseTranscript(`${HEAD}  - 王奶奶: 预约\n  - 王奶奶: "[唱歌]"\n`, 'a.yaml');
    const press = /a\.yaml:5: “王奶奶: \[唱歌\]” on (paper|terminal): (there is )?no .*唱歌[\s\S]*上门量血压/;
    await expect(play(pressed, paperHarness, { onwards: true })).rejects.toThrow(press);
    await expect(play(pressed, terminalHarness, { onwards: true })).rejects.toThrow(press);
    const voice = parseTranscript(`${HEAD}  - 王奶奶: (语音)\n`, 'a.yaml');
    await expect(play(voice, terminalHarness)).rejects.toThrow(
      'a.yaml:4: “王奶奶: (media)” on terminal: there is no media there. Where a platform truly cannot, say platforms: without it',
    );
  });
});
