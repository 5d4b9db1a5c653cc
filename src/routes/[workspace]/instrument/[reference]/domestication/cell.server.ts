import type { RequestEvent } from '@sveltejs/kit'
import { getCell } from '#modules/instruments/domestication/cell-queries.ts'
import { WITHOUT_LAW } from '#modules/instruments/domestication/matrix-view.ts'

type Params = { obligation: string; policy: string }

/** The cell that an address asks for: an obligation and a law, or no law. */
export const cellOf = (locals: RequestEvent['locals'], { obligation, policy }: Params) =>
	locals.ask(getCell, { obligation, ...(policy === WITHOUT_LAW ? {} : { policy }) })

/** The law an address names, as a command takes it; none where it says that there is no law. */
export const lawNamed = (policy: string | undefined) =>
	policy === undefined || policy === WITHOUT_LAW ? {} : { policy }

type Addressed = { params: Partial<Record<string, string>> }

/** Where a form about a cell leads once it is done. */
export const backToCell = (_result: unknown, { params }: Addressed) =>
	[
		'',
		params['workspace'],
		'instrument',
		params['reference'],
		'domestication',
		params['obligation'],
		params['policy']
	].join('/')
