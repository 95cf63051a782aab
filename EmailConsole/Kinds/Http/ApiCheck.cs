using EmailConsole.Delivery;
using EmailConsole.EmailProviders;

namespace EmailConsole.Kinds.Http;

/// <summary>How a kind has its credentials checked without sending anything. A closed list.</summary>
internal abstract record ApiCheck
{
    private ApiCheck()
    {
    }

    public abstract CheckWay Way { get; }

    /// <summary>A request that changes nothing.</summary>
    /// <param name="Create">The request (<see cref="ApiRequest.Get"/>).</param>
    /// <param name="Read">What an answer proves, whatever its status; null: what <see cref="ApiTransport.Errors"/> and its status say.</param>
    public sealed record ByRequest(Func<ProviderInForce, ApiRequest> Create, Func<ApiAnswer, ProviderInForce, CheckFinding?> Read) : ApiCheck
    {
        public override CheckWay Way => CheckWay.Request;
    }

    /// <summary>The access token alone (<see cref="ApiTransport.ForToken"/>): who gets one has the right credentials.</summary>
    /// <param name="Read">What it says of itself, of which nothing is proven.</param>
    public sealed record ByToken(Func<string, CheckFinding.Accepted> Read) : ApiCheck
    {
        public override CheckWay Way => CheckWay.Token;
    }
}

/// <summary>What an answer, or a token, says of the credentials. A closed list.</summary>
internal abstract record CheckFinding
{
    private CheckFinding()
    {
    }

    /// <param name="Found">What else it says, in whole sentences; empty: nothing.</param>
    /// <param name="Warning">What will keep mail from leaving all the same, or may; null: nothing known.</param>
    public sealed record Accepted(string Found = "", string? Warning = null) : CheckFinding;

    /// <summary>They are known, and no mail can leave with them.</summary>
    /// <param name="Row">Why.</param>
    /// <param name="Error">In the service's words.</param>
    public sealed record Refused(ErrorRow Row, ApiError Error) : CheckFinding;
}
