import { meant } from '../field.js';
import { listed } from '../problem.js';
import { usesOf } from './actions.js';
import type { Look } from './look.js';

/** Roles exist, and what only some staff may have done is in conversations for them alone. */
export function checkRoles(look: Look): void {
  const { roles } = look.definition;
  const known = look.limits.roles;
  for (const role of roles ?? []) {
    if (known === undefined || known.includes(role)) continue;
    look.atPart('role', 'unknown-role', `nobody can have the role "${role}"`, meant(role, known));
  }
  for (const step of look.definition.steps) {
    for (const { action } of usesOf(step)) {
      const allowed = look.signatures[action]?.role;
      if (!allowed || roles?.every(role => allowed.includes(role))) continue;
      look.atStep(
        step,
        'staff-action',
        `"${action}" is only for staff: ${listed(allowed)}`,
        `write "role: [${allowed.join(', ')}]" at the top of the file, or some of these`,
      );
    }
  }
}
