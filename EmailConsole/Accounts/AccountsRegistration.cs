using EmailConsole.Accounts.AccessTokens;
using EmailConsole.Accounts.ApiKeys;
using EmailConsole.Accounts.ApiKeys.Api;
using EmailConsole.Accounts.ApiKeys.Tokens;
using EmailConsole.Accounts.BasicAuthentication;
using EmailConsole.Accounts.Invitations;
using EmailConsole.Accounts.Passwords;
using EmailConsole.Accounts.People;
using EmailConsole.Accounts.Sessions;
using EmailConsole.Accounts.SetUp;
using EmailConsole.Accounts.SignIn;
using EmailConsole.Accounts.TenantManagement;
using EmailConsole.Accounts.TenantManagement.Api;
using EmailConsole.Cluster;
using EmailConsole.Persistence;
using EmailConsole.Rest;
using EmailConsole.Tenants;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;

namespace EmailConsole.Accounts;

public static class AccountsRegistration
{
    public static void AddAccounts(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        AddIdentity(services);
        AddSessions(builder);
        AddSignIn(services);
        AddBasic(services);
        services.AddAccessTokens();
        AddApiKeys(services);
        services.AddTokens();
        AddSetUp(builder);
        AddManagement(services);
    }

    public static void MapAccounts(this WebApplication app)
    {
        app.MapSignOut();
        app.MapRestGroup().MapApiKeys();
        app.MapTokens();
        app.MapTenants();
    }

    private static void AddIdentity(IServiceCollection services)
    {
        services.AddScoped<IPasswordValidator<Account>, PasswordRulesValidator>();
        services.AddIdentityCore<Account>(options => options.User.AllowedUserNameCharacters = "")
            .AddUserStore<UserOnlyStore<Account, EmailConsoleDb, Guid>>()
            .AddDefaultTokenProviders();
        services.Configure<PasswordHasherOptions>(options => options.IterationCount = 210_000);
        services.Configure<DataProtectionTokenProviderOptions>(options => options.TokenLifespan = TimeSpan.FromHours(72));
    }

    private static void AddSessions(IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<SignInSessionOptions>().BindConfiguration(SignInSessionOptions.Section)
            .Validate(o => o.IsIdleValid, "Sessions:Idle must be between 00:05:00 and 7.00:00:00.")
            .Validate(o => o.IsLongestValid, "Sessions:Longest must not be shorter than Sessions:Idle and at most 30.00:00:00.")
            .ValidateOnStart();
        SessionCookie.Add(services, builder.Environment.IsDevelopment());
        services.AddSingleton<SessionActorSource>();
        services.AddSingleton<IActorSource, ActorSources>();
        services.AddSingleton<SignInSessions>();
        services.AddHostedService<SessionSweep>();
        services.AddScoped<AuthenticationStateProvider, SessionAuthenticationState>();
    }

    private static void AddSignIn(IServiceCollection services)
    {
        services.AddOptions<SignInLimits>().BindConfiguration(SignInLimits.Section)
            .Validate(o => o.FailuresUntilLockout is >= 3 and <= 100, "SignIn:FailuresUntilLockout must be between 3 and 100.")
            .Validate(o => o.Lockout >= TimeSpan.FromMinutes(1) && o.Lockout <= TimeSpan.FromDays(1), "SignIn:Lockout must be between 00:01:00 and 1.00:00:00.")
            .Validate(o => o.AttemptsPerAddress is >= 1 and <= 10_000, "SignIn:AttemptsPerAddress must be between 1 and 10000.")
            .Validate(o => o.AttemptsPerUsername is >= 1 and <= 10_000, "SignIn:AttemptsPerUsername must be between 1 and 10000.")
            .Validate(o => o.RefusalTakes >= TimeSpan.Zero && o.RefusalTakes <= TimeSpan.FromSeconds(5), "SignIn:RefusalTakes must be between 00:00:00 and 00:00:05.")
            .ValidateOnStart();
        services.AddSingleton<AttemptNews>();
        services.AddSingleton<INewsListener>(s => s.GetRequiredService<AttemptNews>());
        services.AddSingleton<SignInThrottle>();
        services.AddSingleton<SignInFailures>();
        services.AddSingleton<INewsListener>(s => s.GetRequiredService<SignInFailures>());
        services.AddSingleton<HashTurns>();
        services.AddSingleton<RefusedSignIns>();
        services.AddSingleton<PasswordCheck>();
        services.AddSingleton<SignInByPassword>();
    }

    private static void AddBasic(IServiceCollection services)
    {
        services.AddSingleton<BasicActorSource>();
        services.AddSingleton<VerifiedCredentials>();
        services.AddSingleton<BasicSignIn>();
        services.AddAuthentication().AddScheme<AuthenticationSchemeOptions, BasicHandler>(RestSchemes.Basic, null);
    }

    private static void AddApiKeys(IServiceCollection services)
    {
        services.AddSingleton<ApiKeyCache>();
        services.AddSingleton<ApiKeyUses>();
        services.AddSingleton<ApiKeyRefusals>();
        services.AddSingleton<ApiKeySignIn>();
        services.AddSingleton<ApiKeyActorSource>();
        services.AddSingleton<ManageApiKeys>();
        services.AddSingleton<ViewRefusals>();
        services.AddHostedService<ApiKeyUseWriter>();
        services.AddAuthentication().AddScheme<AuthenticationSchemeOptions, ApiKeyHandler>(RestSchemes.ApiKey, null);
    }

    private static void AddSetUp(IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<SetUpToken>();
        services.AddSingleton<FirstAdministrator>();
        services.AddSingleton<SetUpByLink>();
        services.AddSingleton<ISetUpAnnouncement>(provider => builder.Environment.IsDevelopment()
            ? new ConsoleAnnouncement(Console.Out, provider.GetRequiredService<TimeProvider>())
            : new FileAnnouncement(FileAnnouncement.PathBeside(provider.GetRequiredService<DatabaseLocation>()), provider.GetRequiredService<ILogger<FileAnnouncement>>()));
        services.AddHostedService<SetUpAtStart>();
    }

    private static void AddManagement(IServiceCollection services)
    {
        services.AddSingleton<ConsoleAddress>();
        services.AddSingleton<InvitationLinks>();
        services.AddSingleton<InvitationDelivery>();
        services.AddSingleton<AcceptInvitation>();
        services.AddSingleton<PersonCreation>();
        services.AddSingleton<AddPerson>();
        services.AddSingleton<ChangePeople>();
        services.AddSingleton<ResetPassword>();
        services.AddSingleton<ListPeople>();
        services.AddSingleton<FindPeople>();
        services.AddSingleton<ChangeOwnPassword>();
        services.AddSingleton<AddTenant>();
        services.AddSingleton<ListTenants>();
        services.AddSingleton<LoadTenant>();
        services.AddSingleton<SetTenantActive>();
        services.AddSingleton<DeleteTenant>();
        services.AddSingleton<TenantDirectory>();
    }
}
