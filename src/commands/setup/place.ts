import { resolve } from 'node:path';
import type { Environment } from '../../config.js';
import type { Said, Tongue } from '../said.js';
import { someText } from './answers.js';
import type { FileAnswers } from './answers-file.js';
import { type Known, nothingKnown, readKnown, SAMPLE, usualFolder } from './known.js';
import { type Prompts, Stopped } from './prompts.js';
import { isVacant, seenFrom } from './save.js';

/** Where a community is to be written. */
export interface Place {
  readonly folder: string;
  readonly known: Known;
  /** A community is there already. */
  readonly again: boolean;
}

/** The guide says no, in a sentence that says what to do. */
export class GuideRefusal extends Error {
  readonly said: Said;
  constructor(said: Said) {
    super(`${said.zh}\n${said.en}`);
    this.name = 'GuideRefusal';
    this.said = said;
  }
}

/** Asks what to do with what is there; nothing is asked where nothing is. */
export async function askPlace(
  prompts: Prompts,
  tongue: Tongue,
  env: Environment,
  here: string,
): Promise<Place> {
  const t = (said: Said) => said[tongue];
  for (let folder = usualFolder(env, here); ; ) {
    const place = await placeAt(folder, env, here);
    if ('known' in place && !place.again) return place;
    const what = await prompts.choose(
      'known' in place
        ? t({
            zh: `${seenFrom(here, folder)} 里已经有${place.known.answers.name?.['zh-Hans']}了。`,
            en: `${place.known.answers.name?.en} is in ${seenFrom(here, folder)} already.`,
          })
        : t(place.refused),
      [
        ...('known' in place
          ? [
              {
                value: 'edit',
                label: t({ zh: '改它的内容', en: 'Change it' }),
                hint: t({
                  zh: '只改您改过的，其余不动；门口的海报重新画一张',
                  en: 'only what you change; the rest stays; the poster is drawn anew',
                }),
              },
            ]
          : []),
        { value: 'other', label: t({ zh: '放到另一个文件夹', en: 'Use another folder' }) },
        { value: 'stop', label: t({ zh: '先停下', en: 'Stop' }) },
      ],
    );
    if (what === 'stop') throw new Stopped();
    if (what === 'edit' && 'known' in place) return place;
    folder = resolve(
      here,
      await prompts.text({
        message: t({ zh: '哪个文件夹？', en: 'Which folder?' }),
        example: t({ zh: '例如 data/our-community', en: 'for example data/our-community' }),
        check: text => someText(text)?.[tongue],
      }),
    );
  }
}

/** What can be done with a folder: begin in it, change what is there, or nothing. */
async function placeAt(folder: string, env: Environment, here: string): Promise<Place | { refused: Said }> {
  const shown = seenFrom(here, folder);
  if (folder === SAMPLE)
    return {
      refused: {
        zh: `${shown} 是示例社区，请换一个文件夹。`,
        en: `${shown} is the sample community: use another folder.`,
      },
    };
  const known = await readKnown(folder, env);
  if (known) return { folder, known, again: true };
  if (await isVacant(folder)) return { folder, known: nothingKnown(env), again: false };
  return {
    refused: {
      zh: `${shown} 里有别的东西，不会覆盖。请换一个文件夹。`,
      en: `Something else is in ${shown}, and is not overwritten. Use another folder.`,
    },
  };
}

/** The folder that a file of answers is about. Throws a GuideRefusal when it may not be touched. */
export async function placeFrom(file: FileAnswers, env: Environment, here: string): Promise<Place> {
  const folder = file.folder === undefined ? usualFolder(env, here) : resolve(here, file.folder);
  const place = await placeAt(folder, env, here);
  if ('refused' in place) throw new GuideRefusal(place.refused);
  if (place.again && !file.edit)
    throw new GuideRefusal({
      zh: `${seenFrom(here, folder)} 里已经有一个社区，什么都没有改。要改它，在文件里加一行 edit: true。`,
      en: `A community is in ${seenFrom(here, folder)} already; nothing was changed. To change it, add the line edit: true.`,
    });
  return place;
}
