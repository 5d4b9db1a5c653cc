import { pieceOfPlace } from '#modules/registers/drafting/loose-declaration.ts'
import type { Looked } from '../../declaring.server.ts'
import { pieceAt, type draftPage } from '../drafting.server.ts'

type Page = Pick<Awaited<ReturnType<typeof draftPage>>, 'home' | 'plain'>

// A place as it is told: keys and positions with points between them.
const placeOf = (place: string) =>
	place === '' ? [] : place.split('.').map((part) => (/^\d+$/.test(part) ? Number(part) : part))

/** What is wrong with a draft, and what is probably a mistake, each with the form in which it is mended. */
export function faultsWithForms({ home, plain }: Page, { faults, warnings }: Pick<Looked, 'faults' | 'warnings'>) {
	const hrefOf = (place: string) => {
		const at = placeOf(place)
		// Steps, and reports that come with a register, are written in the text alone.
		const isInText = plain === null || TEXT_ALONE.has(String(at[0]))
		return isInText ? `${home}/text` : pieceAt(home, pieceOfPlace(plain, at))
	}
	return {
		faults: faults.map((fault) => ({ ...fault, href: hrefOf(fault.place) })),
		warnings: warnings.map((warning) => ({ ...warning, href: hrefOf(warning.place) }))
	}
}

const TEXT_ALONE = new Set(['steps', 'undoes', 'reports'])
