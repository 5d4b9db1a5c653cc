/** Where in a declaration: keys and positions from its root, as in `['fields', 3, 'formula']`. */
export type DeclarationPath = readonly (string | number)[]

/** Why a declaration is not taken: a code that is worded by `refusal.registers.fault.<code>`, its place, and what stands there. */
export type DeclarationFault = { code: string; path: DeclarationPath; found: string; line?: number }

/** Notes a fault of a declaration: its code, its place, and what stands there. */
export type TellFault = (code: string, path: DeclarationPath, found: string) => void
