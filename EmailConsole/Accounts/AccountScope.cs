using EmailConsole.Persistence;
using Microsoft.AspNetCore.Identity;

namespace EmailConsole.Accounts;

/// <summary>
/// One operation's <see cref="UserManager{TUser}"/> and the context it saves through. Both are scoped services, and a
/// circuit's scope lives for hours: every operation opens a scope of its own.
/// </summary>
internal sealed class AccountScope : IAsyncDisposable
{
    private readonly AsyncServiceScope _scope;

    public AccountScope(IServiceScopeFactory scopes)
    {
        _scope = scopes.CreateAsyncScope();
        Users = _scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        Db = _scope.ServiceProvider.GetRequiredService<EmailConsoleDb>();
    }

    public UserManager<Account> Users { get; }

    public EmailConsoleDb Db { get; }

    public ValueTask DisposeAsync() => _scope.DisposeAsync();
}
