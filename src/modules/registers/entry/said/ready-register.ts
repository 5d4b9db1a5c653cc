import { compileDeclaration, type CompiledRegister } from '../../declaration/compile-declaration.ts'
import { Declaration } from '../../declaration/declaration.ts'

// A declaration that was made ready once is known by itself for as long as somebody holds it: pages are handed the declaration
// and ask for what was made of it.
const made = new WeakMap<object, CompiledRegister>()

/** Remembers what was made ready of a declaration. */
export function rememberReady(compiled: CompiledRegister): CompiledRegister {
	made.set(compiled.declaration, compiled)
	return compiled
}

/** Remembers what stands behind a declaration of which a reader is told a part: pages ask it what they may show. */
export function rememberTold<Told extends object>(told: Told, compiled: CompiledRegister): Told {
	made.set(told, compiled)
	return told
}

/** The register that a declaration, as `register.get` gives it, was made ready to. */
export function readyRegister(declaration: unknown): CompiledRegister {
	const known = typeof declaration === 'object' && declaration !== null ? made.get(declaration) : undefined
	if (known) return known
	const { register } = compileDeclaration(Declaration.parse(declaration))
	if (!register) throw new Error('a declaration that the workspace keeps cannot be made ready')
	const compiled = rememberReady(register)
	if (typeof declaration === 'object' && declaration !== null) made.set(declaration, compiled)
	return compiled
}
