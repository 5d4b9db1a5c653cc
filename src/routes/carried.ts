/**
 * The field of a form that says from which seat it was opened. A page sends it beside what is typed, so no input of an operation
 * may bear its name: the browser would send both, and what was typed would be lost.
 */
export const ACTING = 'acting'

/** Fields every form carries beside its input: who acts, once only, and where to go on. */
export const CARRIED: ReadonlySet<string> = new Set([ACTING, 'once', 'back'])
