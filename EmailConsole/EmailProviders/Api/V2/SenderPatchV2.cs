namespace EmailConsole.EmailProviders.Api.V2;

/// <summary>
/// The body of PATCH: a JSON merge patch (RFC 7396). What is left out stays, null removes. Of <c>properties</c> each entry is merged
/// by its key, and a <c>value</c> of null removes it.
/// </summary>
internal sealed class SenderPatchV2 : SenderAddV2;
