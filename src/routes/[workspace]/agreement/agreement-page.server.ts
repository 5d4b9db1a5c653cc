import type { RequestEvent } from '@sveltejs/kit'
import { partiesIn, placePartyFaults } from '#modules/instruments/agreement/agreement-form.ts'
import { withPlacedFaults } from '../../placed-faults.server.ts'
import { areaGroups, optionsOf } from '../record-page.server.ts'

/** What the forms about an agreement choose from. */
export async function agreementChoices(locals: RequestEvent['locals']) {
	const [actors, structures, groups] = await Promise.all([
		optionsOf(locals, 'actor'),
		optionsOf(locals, 'structure'),
		areaGroups(locals)
	])
	return { actors, structures, groups }
}

/** What a form says that only its page reads: the parties, and the areas, which send no field where no box is ticked. */
export const saidIn = (form: FormData) => ({ parties: partiesIn(form), areas: form.getAll('areas').map(String) })

type Refusing = Parameters<typeof withPlacedFaults<RequestEvent>>[0]

/** A form action whose faults of parties stand at the fields that these were typed in. */
export const withParties = (act: Refusing) => withPlacedFaults(act, placePartyFaults)
