import { findPiece, pieceOfPlace } from '#modules/registers/drafting/loose-declaration.ts'
import { optionsOfThings } from '#modules/registers/drafting/piece-options.ts'
import type { Looked } from '../../declaring.server.ts'
import { pieceAt, type draftPage } from '../drafting.server.ts'

type Page = Pick<Awaited<ReturnType<typeof draftPage>>, 'home' | 'plain'>

// A place as it is told: keys and positions with points between them.
const placeOf = (place: string) =>
	place === '' ? [] : place.split('.').map((part) => (/^\d+$/.test(part) ? Number(part) : part))

/** What is wrong with a draft, and what is probably a mistake, each with the form in which it is mended. */
export function faultsWithForms(
	words: App.Locals['words'],
	{ home, plain }: Page,
	{ faults, warnings }: Pick<Looked, 'faults' | 'warnings'>
) {
	/** What the thing at fault is called, or the part of the declaration it stands in. */
	const nameOf = (place: string) => {
		const at = placeOf(place)
		if (at[0] === 'steps') return words.t('registers.draft.part.steps')
		if (plain === null || TEXT_ALONE.has(String(at[0]))) return words.t('registers.draft.part.text')
		const named = pieceOfPlace(plain, at)
		const piece = findPiece(plain, named)
		const [section = ''] = named.split('/')
		const thing = piece?.beside[piece.index ?? -1]
		const called = thing === undefined ? undefined : optionsOfThings(words, [thing])[0]?.label
		return called ?? words.t(`registers.draft.section.${section}`)
	}
	const hrefOf = (place: string) => {
		const at = placeOf(place)
		if (plain !== null && at[0] === 'steps') return `${home}/steps`
		// Reports that come with a register are written in the text alone.
		const isInText = plain === null || TEXT_ALONE.has(String(at[0]))
		return isInText ? `${home}/text` : pieceAt(home, pieceOfPlace(plain, at))
	}
	return {
		faults: faults.map((fault) => ({ ...fault, name: nameOf(fault.place), href: hrefOf(fault.place) })),
		warnings: warnings.map((warning) => ({
			...warning,
			name: nameOf(warning.place),
			href: hrefOf(warning.place)
		}))
	}
}

const TEXT_ALONE = new Set(['undoes', 'reports'])
