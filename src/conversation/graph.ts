import type { Definition, Step } from './definition.js';
import { edges } from './follow.js';
import { describeCondition } from './steps/if.js';

/**
 * A conversation as a Mermaid flowchart. Planned ways are solid, detours dotted; the labels of detours are failure
 * codes. Paste it where Mermaid is understood, or run `npm run graph -- NAME`.
 */
export function graph(definition: Definition): string {
  const ids = new Map(definition.steps.map((step, index) => [step.name, `s${index + 1}`]));
  const lines = ['flowchart TD', `  start([${quote(definition.conversation)}])`];
  for (const step of definition.steps) lines.push(`  ${ids.get(step.name)}${shape(step)}`);
  const first = definition.steps[0];
  if (first) lines.push(`  start --> ${ids.get(first.name)}`);
  const ways = edges(definition);
  if (ways.some(way => way.to === null)) lines.push('  finish((("end")))');
  for (const { from, to, label, detour } of ways) {
    const target = to === null ? 'finish' : (ids.get(to) ?? `unknown[${quote(`${to} ?`)}]`);
    const arrow = detour ? '-.->' : '-->';
    lines.push(`  ${ids.get(from)} ${arrow}${label === '' ? '' : `|${quote(label)}|`} ${target}`);
  }
  return `${lines.join('\n')}\n`;
}

function shape(step: Step): string {
  switch (step.kind) {
    case 'ask':
      return `[/${quote(`${step.name}\n${step.as}${step.from ? ` from ${step.from}` : ''}${step.optional ? ', optional' : ''}`)}/]`;
    case 'do':
      return `[[${quote(step.action)}]]`;
    case 'if':
      return `{${quote(describeCondition(step.condition))}}`;
    case 'confirm':
      return `{{${quote(`confirm ${step.name}`)}}}`;
    case 'say':
      return `(${quote(`say ${step.say}`)})`;
    case 'person':
      return `([${quote('a person')}])`;
    default:
      return `[${quote(step.name)}]`;
  }
}

function quote(text: string): string {
  return `"${text.replaceAll('"', '#quot;').replaceAll('\n', '<br/>')}"`;
}
