import type { RequestEvent } from '@sveltejs/kit'
import { z } from 'zod'
import { addPasskey, askNewPasskey } from '#platform/access/sign-in/account.server.ts'
import type { SignedIn } from '#platform/access/sign-in/find-person.server.ts'
import { NewPasskey } from '#platform/access/sign-in/passkey-answer.ts'
import { conflict } from '#platform/operation/refusal.ts'
import { entranceOf, keep, visitOf } from '../../../sign-in/at-the-door.server.ts'
import { answering, bodyOf } from '../../../sign-in/passkey-answers.server.ts'

const Made = z.object({ answer: NewPasskey, name: z.string().max(200) })

function recentlySignedIn({ locals }: RequestEvent): SignedIn {
	if (!locals.person?.session.isRecent) throw conflict('sign-in.not-recent')
	return locals.person
}

/** What a browser is to make a passkey with. */
export const GET = (event: RequestEvent) =>
	answering(event, async () => {
		recentlySignedIn(event)
		const { options, cookies } = await askNewPasskey(entranceOf(event), visitOf(event))
		keep(event, { cookies })
		return Response.json(options)
	})

/** Keeps the passkey that a device has made. */
export const POST = (event: RequestEvent) =>
	answering(event, async () => {
		const signedIn = recentlySignedIn(event)
		const made = await bodyOf(event, Made)
		keep(event, await addPasskey(entranceOf(event), visitOf(event), signedIn, made))
		return Response.json({ next: '/account/passkeys' })
	})
