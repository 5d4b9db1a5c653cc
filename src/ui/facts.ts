import type { Snippet } from 'svelte'
import type { Link, OriginInfo } from './types.ts'

export type FactValue = string | number | Link | readonly Link[] | Snippet

/**
 * One line of what a thing is. Without a value it reads "not stated": a gap in what is known is itself a fact. Where it means
 * something else, as that a day has not come yet, `blank` says so.
 */
export type Fact = { label: string; value?: FactValue | null; blank?: string; origin?: OriginInfo; lang?: string }

export const isSnippet = (value: FactValue): value is Snippet => typeof value === 'function'

export const isLinks = (value: FactValue): value is readonly Link[] => Array.isArray(value)

export const isLink = (value: FactValue): value is Link => typeof value === 'object' && 'href' in value
