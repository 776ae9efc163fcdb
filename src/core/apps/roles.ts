import type { Gesture } from '../dataset/gesture';

/** What the apps know how to use; which gesture of the project plays it is the person's choice. */
export const ROLES = ['nod', 'shake', 'neckLeft', 'neckRight', 'headDown', 'headUp'] as const;
export type Role = (typeof ROLES)[number];

/** Gesture ids by role; a role that no gesture plays is absent. */
export type Roles = Readonly<Partial<Record<Role, string>>>;

/** Words in names and ids that give a gesture away, in the languages of the interface. */
const WORDS: Readonly<Record<Role, RegExp>> = {
  nod: /^nod|点头/i,
  shake: /^(head)?[\s-]*shak|摇头/i,
  neckLeft: /(neck|tilt|lean).*left|left.*(neck|tilt|lean)|左/i,
  neckRight: /(neck|tilt|lean).*right|right.*(neck|tilt|lean)|右/i,
  headDown: /(head|look).*down|低头/i,
  headUp: /(head|look).*up|抬头|仰头/i,
};

const KINDS: Readonly<Record<Role, Gesture['kind']>> = {
  nod: 'event',
  shake: 'event',
  neckLeft: 'event',
  neckRight: 'event',
  headDown: 'state',
  headUp: 'state',
};

/**
 * Roles as the gestures' names suggest them, the right kind before the wrong one; `chosen` by a
 * person comes first where that gesture still exists.
 */
export function rolesOf(gestures: readonly Gesture[], chosen: Roles = {}): Roles {
  const roles: Partial<Record<Role, string>> = {};
  for (const role of ROLES) {
    const named = gestures.filter(({ id, name }) => WORDS[role].test(name) || WORDS[role].test(id));
    const gesture =
      gestures.find(({ id }) => id === chosen[role]) ??
      named.find(({ kind }) => kind === KINDS[role]) ??
      named[0];
    if (gesture) roles[role] = gesture.id;
  }
  return roles;
}
