using System.Text.Encodings.Web;
using EmailConsole.Rest;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace EmailConsole.Accounts.BasicAuthentication;

/// <summary>The scheme <see cref="RestSchemes.Basic"/>.</summary>
internal sealed class BasicHandler(
    BasicSignIn signIn, IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization;
        if (header.Count != 1 || !BasicCredential.IsBasic(header[0]))
        {
            return AuthenticateResult.NoResult();
        }

        if (BasicCredential.Parse(header[0]) is not { } credential)
        {
            return AuthenticateResult.Fail("The Basic credential cannot be read.");
        }

        switch (await signIn.HandleAsync(credential, Context.Connection.RemoteIpAddress, Context.RequestAborted))
        {
            case BasicOutcome.Accepted accepted:
                return AuthenticateResult.Success(new AuthenticationTicket(BasicClaims.Create(accepted.Account, accepted.Actor), Scheme.Name));
            case BasicOutcome.TooMany tooMany:
                Context.Features.Set(new RestThrottled(tooMany.RetryAfter));
                return AuthenticateResult.Fail("Too many attempts.");
            default:
                return AuthenticateResult.Fail("The credential is not valid.");
        }
    }
}
