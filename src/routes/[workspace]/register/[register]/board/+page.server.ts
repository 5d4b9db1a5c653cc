import { nameOf } from '#modules/directory/page-links.ts'
import { boardEntries } from '#modules/registers/figures/board-queries.ts'
import { cardShown } from '#modules/registers/figures/board-view.ts'
import { STATE } from '#modules/registers/figures/figure-rules.ts'
import { hrefOfGroup, sayApart, sayTold } from '#modules/registers/figures/say-figures.ts'
import { isClosedSet } from '#modules/registers/declaration/field-types.ts'
import { originInColumn } from '../../../../list-page.ts'
import { hereAgain } from '../../../../back.ts'
import { lookedAt } from '../looked.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const looked = await lookedAt({ locals, params, url }, 'board')
	const { view, asked, filter, offer } = looked
	const by = url.searchParams.get('by') ?? view?.group ?? STATE
	const board = await locals.ask(boardEntries, {
		register: params.register,
		by,
		filter,
		...(view?.columns ? { facts: view.columns.slice(0, 8) } : {})
	})
	const telling = looked.telling(board)
	const apart = { by, span: null }
	const suits = [STATE, ...[...offer.filters].flatMap(([key, { one }]) => (isClosedSet(one.field) ? [key] : []))]
	return {
		shown: looked.page({ by }),
		by,
		byName: sayApart(telling, by),
		choices: looked.options(suits),
		leftOut: board.leftOut,
		columns: board.columns.map(({ value, records, isMore, cards }) => ({
			value,
			label: sayTold(telling, apart, { value }),
			records,
			isMore,
			href: hrefOfGroup(telling, asked, apart, { value }),
			cards: cards.map((card) => {
				const shown = cardShown(telling, card)
				return {
					...shown,
					// A move that was chosen on the board leads back to it.
					moves: shown.moves.map((move) => ({
						...move,
						href: `${move.href}?back=${encodeURIComponent(hereAgain(url))}`
					})),
					name: nameOf(locals.words, card),
					origin: card.origin === 'entered' ? null : originInColumn(card)
				}
			})
		}))
	}
}
