import { chartShown, headlineShown } from '#modules/registers/figures/figures-view.ts'
import type { Telling } from '#modules/registers/figures/say-figures.ts'
import { listHomeFigures } from '#modules/registers/drafting/home-figures.ts'
import { readyRegister } from '#modules/registers/entry/said/ready-register.ts'
import { offerOf } from '#modules/registers/listing/offer.ts'
import type { Session } from '../session.server.ts'

/** The figures on the home page of the seat, as pages show them: tiles and charts, each with the register it is of. */
export async function homeFigures({ ask, words, seat }: Session, workspace: string) {
	const { figures } = await ask(listHomeFigures, {})
	const shown = figures.map((figure) => {
		const compiled = readyRegister(figure.declaration)
		const home = `/${workspace}/register/${figure.register}`
		const telling: Telling = {
			words,
			compiled,
			offer: offerOf(compiled, { role: seat.role, actorId: seat.actorId, audience: seat.audience }),
			home,
			// Areas of frameworks are told by their keys here: their names would be one more reading.
			named: { names: figure.names, seats: figure.seats, areas: [] }
		}
		const [headline] = figure.headlines
		const [chart] = figure.charts
		return {
			id: figure.id,
			register: words.name(figure.title),
			href: `${home}/figures`,
			forAll: figure.forAll,
			mayTakeOff: figure.mayTakeOff,
			invented: figure.invented,
			headline: headline ? headlineShown(telling, headline) : null,
			chart: chart ? { ...chartShown(telling, chart), key: figure.id } : null
		}
	})
	return shown
}
