import { getReach } from '#modules/deliberation/telling/reach-queries.ts'
import type { Session } from '../session.server.ts'

type Structure = { reference: string } | null

/** Whom mail to those who sit in a structure reaches, for those who run its meetings; null for everybody else. */
export const reachIn = async (locals: Session, structure: Structure, runs: boolean) =>
	runs && structure ? locals.ask(getReach, { structure: structure.reference }) : null

/** As `reachIn`, of those alone who sit there in their own right. */
export const reachOfFullMembers = async (locals: Session, structure: Structure, runs: boolean) =>
	runs && structure ? locals.ask(getReach, { structure: structure.reference, fullMembers: true }) : null
