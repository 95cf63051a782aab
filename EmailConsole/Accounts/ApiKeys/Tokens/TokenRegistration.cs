using System.Security.Cryptography;
using EmailConsole.Accounts.BasicAuthentication;
using EmailConsole.Rest;
using EmailConsole.Rest.Errors;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using Microsoft.Net.Http.Headers;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Server.AspNetCore.OpenIddictServerAspNetCoreHandlers;
using static OpenIddict.Server.OpenIddictServerEvents;
using static OpenIddict.Server.OpenIddictServerHandlers;

namespace EmailConsole.Accounts.ApiKeys.Tokens;

/// <summary>
/// OpenIddict as the server of access tokens. It stores nothing: clients are API keys, and a token holds all that is to know about it.
/// </summary>
internal static class TokenRegistration
{
    private static readonly string[] Told =
    [
        OpenIddictConstants.Metadata.Issuer, OpenIddictConstants.Metadata.TokenEndpoint, OpenIddictConstants.Metadata.JwksUri,
        OpenIddictConstants.Metadata.GrantTypesSupported, OpenIddictConstants.Metadata.ScopesSupported,
        OpenIddictConstants.Metadata.TokenEndpointAuthMethodsSupported,
    ];

    public static void AddTokens(this IServiceCollection services)
    {
        services.AddSingleton<SigningKeys>();
        services.AddSingleton<KeyTokens>();
        services.AddSingleton<TokenGuesses>();
        services.AddSingleton<TokenRequests>();
        services.AddSingleton<IRestErrors, TokenErrors>();
        services.AddSingleton<IAuthenticationSchemeProvider, SchemesWithoutRequests>();
        services.AddAuthentication().AddScheme<AuthenticationSchemeOptions, KeyTokenHandler>(RestSchemes.KeyToken, null);
        services.AddOpenIddict().AddServer(Configure);
        services.AddOptions<OpenIddictServerOptions>().Configure<SigningKeys, IConfiguration>((options, keys, configuration) =>
        {
            var address = ConsoleAddress.Configured(configuration);
            Add<GenerateTokenContext>(options, Protection.AttachSecurityCredentials.Descriptor.Order + 1, context => context.SigningCredentials = keys.Current());
            Add<ProcessRequestContext>(options, ResolveRequestUri.Descriptor.Order + 1, context => PutPublic(context, address));
            Add<HandleJsonWebKeySetRequestContext>(options, int.MinValue, context => context.Keys.AddRange(keys.Published().Select(Describe)));
        });
    }

    private static void Configure(OpenIddictServerBuilder server)
    {
        server.EnableDegradedMode()
            .AllowClientCredentialsFlow()
            .SetTokenEndpointUris(RestPaths.Token[1..])
            .SetJsonWebKeySetEndpointUris(RestPaths.TokenKeys[1..])
            .SetConfigurationEndpointUris(RestPaths.TokenConfiguration[1..])
            .SetAccessTokenLifetime(SigningKeys.TokenLife)
            .DisableAccessTokenEncryption()
            .DisableScopeValidation()
            .RegisterScopes([.. ScopeNames.Of(RestScopes.Send | RestScopes.View | RestScopes.Manage)]);

        // It wants one of each kind: nothing is encrypted, and the keys of the ring take the other's place
        server.AddEncryptionKey(new SymmetricSecurityKey(RandomNumberGenerator.GetBytes(32)))
            .AddSigningKey(new ECDsaSecurityKey(ECDsa.Create(ECCurve.NamedCurves.nistP256)));
        server.RemoveEventHandler(OpenIddictServerHandlers.Discovery.AttachSigningKeys.Descriptor);

        // Whether plain http is good enough is decided for all credentials of the APIs alike
        server.UseAspNetCore().DisableTransportSecurityRequirement().SuppressJsonResponseIndentation().SetRealm("EmailConsole");
        server.Configure(options =>
        {
            options.Scopes.Remove(OpenIddictConstants.Scopes.OpenId);
            options.ClientAuthenticationMethods.IntersectWith(
                [OpenIddictConstants.ClientAuthenticationMethods.ClientSecretBasic, OpenIddictConstants.ClientAuthenticationMethods.ClientSecretPost]);

            // It logs whole requests, and a secret may stand anywhere in one
            Add<ProcessRequestContext>(options, int.MinValue, context => context.Transaction.Logger = NullLogger.Instance);
            Add<ExtractTokenRequestContext>(options, int.MinValue, RefuseOtherThanForms);
            Add<ExtractTokenRequestContext>(options, ExtractBasicAuthenticationCredentials<ExtractTokenRequestContext>.Descriptor.Order - 1, RefuseUnreadable);
            Add<ApplyTokenResponseContext>(options, int.MinValue, TellOfTheToken);
            Add<ApplyTokenResponseContext>(options, AttachHttpResponseCode<ApplyTokenResponseContext>.Descriptor.Order + 1, TellWhenToTryAgain);
            Add<ApplyConfigurationResponseContext>(options, int.MinValue, KeepWhatThereIs);
        });
        server.AddEventHandler<ValidateTokenRequestContext>(handler => handler.UseSingletonHandler<TokenRequests>().SetOrder(int.MinValue));
        server.AddEventHandler<HandleTokenRequestContext>(handler => handler.UseSingletonHandler<TokenRequests>());
    }

    private static void Add<TContext>(OpenIddictServerOptions options, int order, Action<TContext> handle)
        where TContext : BaseContext => options.Handlers.Add(OpenIddictServerHandlerDescriptor.CreateBuilder<TContext>()
            .UseInlineHandler(context =>
            {
                handle(context);
                return ValueTask.CompletedTask;
            })
            .SetOrder(order)
            .Build());

    /// <summary>An issuer is the same whatever name a client called: where the console has a public address, it is of that.</summary>
    private static void PutPublic(ProcessRequestContext context, Uri? address)
    {
        context.BaseUri = Move(context.BaseUri);
        context.RequestUri = Move(context.RequestUri);

        Uri? Move(Uri? uri) => uri is null || address is null ? uri : new Uri(address, uri.PathAndQuery);
    }

    private static void RefuseOtherThanForms(ExtractTokenRequestContext context)
    {
        if (!MediaTypeHeaderValue.TryParse(context.Transaction.GetHttpRequest()!.ContentType, out var type)
            || !type.MediaType.Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase)
            || (type.Charset.HasValue && !HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase)))
        {
            context.Reject(OpenIddictConstants.Errors.InvalidRequest, "The body must be a form (application/x-www-form-urlencoded) in UTF-8.");
        }
    }

    private static void RefuseUnreadable(ExtractTokenRequestContext context)
    {
        var request = context.Transaction.GetHttpRequest()!;
        string? header = request.Headers.Authorization;
        if (BasicCredential.IsBasic(header) && BasicCredential.Parse(header) is null)
        {
            // Who tried to authenticate by a header is told so (RFC 6749, section 5.2)
            context.Reject(OpenIddictConstants.Errors.InvalidClient, "The Basic credential cannot be read.");
        }
        else if (request.Form.FirstOrDefault(parameter => parameter.Value.Count > 1).Key is not null)
        {
            // RFC 6749, section 3.2
            context.Reject(OpenIddictConstants.Errors.InvalidRequest, "A parameter stands there more than once.");
        }
    }

    /// <summary>No more of OpenID than the address of the document: nobody signs in here, and there are no identity tokens.</summary>
    private static void KeepWhatThereIs(ApplyConfigurationResponseContext context)
    {
        foreach (var name in context.Response.GetParameters().Select(parameter => parameter.Key).Except(Told, StringComparer.Ordinal).ToList())
        {
            context.Response.RemoveParameter(name);
        }
    }

    private static void TellOfTheToken(ApplyTokenResponseContext context)
    {
        // An address of OpenIddict's documentation
        context.Response.ErrorUri = null;
        if (context.Response.AccessToken is not null && TokenRequests.DecisionOf(context.Transaction) is { } decision)
        {
            // The scope also where it is what was asked for; the time as it was when the token was made
            context.Response.Scope = string.Join(' ', decision.Scopes);
            context.Response.ExpiresIn = (long)decision.Life.TotalSeconds;
        }
    }

    private static void TellWhenToTryAgain(ApplyTokenResponseContext context)
    {
        if (TokenRequests.RetryAfterOf(context.Transaction) is { } after)
        {
            var response = context.Transaction.GetHttpRequest()!.HttpContext.Response;
            response.StatusCode = StatusCodes.Status429TooManyRequests;
            response.Headers[HeaderNames.RetryAfter] = TokenErrors.Seconds(after);
        }
    }

    private static JsonWebKey Describe(ECDsaSecurityKey key)
    {
        var point = key.ECDsa.ExportParameters(includePrivateParameters: false).Q;
        return new JsonWebKey
        {
            Kid = key.KeyId,
            Kty = JsonWebAlgorithmsKeyTypes.EllipticCurve,
            Crv = JsonWebKeyECTypes.P256,
            Use = JsonWebKeyUseNames.Sig,
            Alg = SecurityAlgorithms.EcdsaSha256,
            X = Base64UrlEncoder.Encode(point.X),
            Y = Base64UrlEncoder.Encode(point.Y),
        };
    }

    /// <summary>OpenIddict would look at every request to see whether it is for it.</summary>
    private sealed class SchemesWithoutRequests(IOptions<AuthenticationOptions> options) : AuthenticationSchemeProvider(options)
    {
        public override Task<IEnumerable<AuthenticationScheme>> GetRequestHandlerSchemesAsync() => Task.FromResult<IEnumerable<AuthenticationScheme>>([]);
    }
}
