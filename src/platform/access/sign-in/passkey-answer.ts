import { z } from 'zod'

// Nothing a device says of a passkey is long; the largest is an attestation that we do not ask for.
const Coded = z
	.string()
	.min(1)
	.max(20_000)
	.regex(/^[A-Za-z0-9_-]+$/)
const Common = {
	id: Coded,
	rawId: Coded,
	type: z.literal('public-key'),
	authenticatorAttachment: z.enum(['platform', 'cross-platform']).optional(),
	clientExtensionResults: z.object({})
}
const TRANSPORTS = ['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb'] as const

/** What a browser answers when it is asked to prove a passkey. */
export const PasskeyProof = z.object({
	...Common,
	response: z.object({
		clientDataJSON: Coded,
		authenticatorData: Coded,
		signature: Coded,
		userHandle: Coded.optional()
	})
})
export type PasskeyProof = z.output<typeof PasskeyProof>

/** What a browser answers when it is asked to make a passkey. */
export const NewPasskey = z.object({
	...Common,
	response: z.object({
		clientDataJSON: Coded,
		attestationObject: Coded,
		transports: z
			.array(z.string())
			.transform((given) => TRANSPORTS.filter((one) => given.includes(one)))
			.optional()
	})
})
export type NewPasskey = z.output<typeof NewPasskey>
