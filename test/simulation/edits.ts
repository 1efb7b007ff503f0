import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { readFolder } from '../../src/conversation/folder.js';
import { readConversation } from '../../src/conversation/read.js';
import type { Conversations } from '../../src/conversations.js';
import { CONVERSATIONS, sampleHouse } from '../fakes/desk.js';

interface File {
  replaces?: string;
  steps: Record<string, unknown>[];
  texts: Record<string, Record<string, string>>;
}

const swap = (file: File) => {
  const at = (slot: string) => file.steps.findIndex(step => step.ask === slot);
  const [address, phone] = [at('address'), at('phone')];
  [file.steps[address], file.steps[phone]] = [file.steps[phone]!, file.steps[address]!];
};

const addQuestion = (file: File) => {
  const time = file.steps.findIndex(step => step.ask === 'time');
  file.steps.splice(time + 1, 0, { ask: 'remark', as: 'text', say: 'which_remark' });
  for (const texts of Object.values(file.texts)) {
    texts.which_remark = '还有什么要说的？';
    texts.label_remark = '说明';
  }
};

/** What somebody may do to the booking conversation while people are in it. */
const EDITS: readonly ((file: File) => void)[] = [
  () => undefined,
  swap,
  addQuestion,
  file => {
    swap(file);
    file.replaces = 'unsafe';
  },
  file => {
    addQuestion(file);
    swap(file);
  },
  file => {
    file.replaces = 'unsafe';
  },
];

/** The shipped conversations, and versions of them with the booking edited. */
export async function editions(): Promise<readonly Conversations[]> {
  const { conversations } = await sampleHouse();
  const { common } = await readFolder(CONVERSATIONS);
  const source = await readFile(join(CONVERSATIONS, 'book-service.yaml'), 'utf8');
  return EDITS.map(edit => {
    const file = parse(source) as File;
    edit(file);
    const { definition, problems } = readConversation(
      stringify(file),
      'conversations/book-service.yaml',
      common,
    );
    if (!definition) throw new Error(JSON.stringify(problems));
    const others = conversations.definitions.filter(one => one.conversation !== 'book-service');
    return { ...conversations, definitions: [...others, definition] };
  });
}
