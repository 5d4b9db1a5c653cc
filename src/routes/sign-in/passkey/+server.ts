import type { RequestEvent } from '@sveltejs/kit'
import { z } from 'zod'
import { askPasskey, enterByPasskey } from '#platform/access/sign-in/enter.server.ts'
import { PasskeyProof } from '#platform/access/sign-in/passkey-answer.ts'
import { backTo } from '../../back.ts'
import { entranceOf, keep, visitOf } from '../at-the-door.server.ts'
import { answering, bodyOf } from '../passkey-answers.server.ts'

const Proof = z.object({ answer: PasskeyProof, back: z.string().optional() })

/** What a browser is to ask a device for. */
export const GET = (event: RequestEvent) =>
	answering(event, async () => {
		const { options, cookies } = await askPasskey(entranceOf(event), visitOf(event))
		keep(event, { cookies })
		return Response.json(options)
	})

/** Lets somebody in by what their device answered. */
export const POST = (event: RequestEvent) =>
	answering(event, async () => {
		const { answer, back } = await bodyOf(event, Proof)
		keep(event, await enterByPasskey(entranceOf(event), visitOf(event), answer))
		return Response.json({ next: backTo(back, '/account') })
	})
