using EmailConsole.Delivery;
using EmailConsole.Delivery.Mime;
using EmailConsole.EmailProviders;

namespace EmailConsole.Kinds.Http;

/// <summary>A kind whose messages leave by a request each: what is its own. Everything else is <see cref="ApiSender"/>'s.</summary>
internal abstract class ApiTransport(ApiSender sender) : IKindTransport
{
    public abstract string Kind { get; }

    /// <summary>As people know it; for causes and cures.</summary>
    public abstract string Name { get; }

    /// <summary>What its answers mean.</summary>
    public abstract IReadOnlyList<ErrorRow> Errors { get; }

    public Task<DeliveryOutcome> SendAsync(KindDelivery delivery) => sender.SendAsync(this, delivery);

    public CheckWay? FindCheck(EmailProviderSettings settings) => CheckFor(settings)?.Way;

    public Task<CredentialCheck> CheckAsync(KindCheck check) => sender.CheckAsync(this, check);

    /// <summary>Where its requests go.</summary>
    public abstract Uri AddressFor(ProviderInForce provider);

    public abstract ApiRequest CreateRequest(ApiDelivery delivery);

    /// <returns>Null: the answer is not the one by which this API takes a message.</returns>
    public abstract ApiAcceptance? ReadAcceptance(ApiAnswer answer, ApiDelivery delivery);

    /// <summary>What it says instead.</summary>
    public abstract ApiError ReadError(ApiAnswer answer);

    /// <summary>The same provider with the client credentials by which it gets tokens in the settings' own fields; null: it sends none.</summary>
    public virtual ProviderInForce? ForToken(ProviderInForce provider) => null;

    /// <summary>How the credentials are checked without sending; null: the API has no call for it, with these settings.</summary>
    public virtual ApiCheck? CheckFor(EmailProviderSettings settings) => null;

    /// <summary>Whether the message goes as it would by SMTP; its bytes are in <see cref="ApiDelivery.Mime"/> then.</summary>
    public virtual MimeUse Mime => MimeUse.None;

    /// <summary>Whether what a program wrote may have characters beyond ASCII that are not encoded.</summary>
    public virtual bool TakesEightBit => true;

    public virtual Grouping Grouping => Mime == MimeUse.None ? Grouping.Lists : Grouping.Envelope;

    /// <summary>What of a request may not be shown beside the stored secrets: what is derived from them.</summary>
    public virtual IEnumerable<string> Hidden(ProviderInForce provider) => [];
}

/// <summary>What a kind needs of a message in MIME.</summary>
internal enum MimeUse
{
    None = 0,

    /// <summary>The message; to whom it goes the request says beside it.</summary>
    BesideEnvelope = 1,

    /// <summary>The message, which goes to whom its headers name: those who get nothing by this attempt are not among them, and who is not named stands in Bcc.</summary>
    AsEnvelope = 2,
}

/// <param name="Provider">Whose settings.</param>
/// <param name="Message">What is sent.</param>
/// <param name="Mime">The same as SMTP would carry it; null: the kind does not ask for it.</param>
/// <param name="Token">An access token; null: the kind does not ask for it.</param>
internal sealed record ApiDelivery(ProviderInForce Provider, ApiMessage Message, BuiltMessage? Mime, string? Token)
{
    public EmailProviderSettings Settings => Provider.Settings;

    /// <returns>A field of the kind's own; empty: it is not set.</returns>
    public string Value(string name) => Settings.Values[name] ?? "";

    /// <returns>A secret of the kind's own; empty: there is none.</returns>
    public string Secret(string name) => Provider.SecretOf(name);
}

/// <param name="Id">The service's id of the message; null: it gives none.</param>
/// <param name="Refused">Those who get nothing, and why.</param>
internal sealed record ApiAcceptance(string? Id, IReadOnlyList<(string Address, ApiError Error)> Refused)
{
    public ApiAcceptance(string? id)
        : this(id, [])
    {
    }
}
