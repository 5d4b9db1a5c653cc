import type { CompiledRegister } from '../declaration/compile-declaration.ts'
import type { Value, Values } from './values.ts'

export type Adding = { today: string; actorId: string | null }

/** What the fields of a new entry begin with, by key: values, the day, and the actor of who adds it. */
export function defaultsOf({ fields }: CompiledRegister, { today, actorId }: Adding): Values {
	const defaults: Record<string, Value> = {}
	for (const [key, { preset, field }] of fields) {
		if (preset === null || field.retired) continue
		if (preset === 'today') defaults[key] = today
		else if (preset !== 'own') defaults[key] = preset.value
		else if (actorId !== null) defaults[key] = actorId
	}
	return defaults
}
