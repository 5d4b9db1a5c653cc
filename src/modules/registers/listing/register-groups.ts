import { REGISTER_THEMES, type RegisterTheme } from '../declaration/declaration.ts'

/** Registers of one theme, in the order they came in; the last group has those whose declaration names none. */
export type ThemeGroup<One> = { theme: RegisterTheme | 'none'; registers: One[] }

/** Registers by what they are about, the themes in their order. A theme without a register is left out. */
export function byTheme<One extends { theme: RegisterTheme | null }>(registers: readonly One[]): ThemeGroup<One>[] {
	const groups = Map.groupBy(registers, ({ theme }) => theme ?? 'none')
	return [...REGISTER_THEMES, 'none' as const].flatMap((theme) => {
		const found = groups.get(theme)
		return found ? [{ theme, registers: found }] : []
	})
}
