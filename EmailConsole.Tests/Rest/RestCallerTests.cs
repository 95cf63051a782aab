using EmailConsole.Rest;
using EmailConsole.Tenants;

namespace EmailConsole.Tests.Rest;

public sealed class RestCallerTests
{
    [Theory]
    [InlineData(ActorRole.Administrator, RestPermission.Any, true)]
    [InlineData(ActorRole.Administrator, RestPermission.View, true)]
    [InlineData(ActorRole.Administrator, RestPermission.Send, true)]
    [InlineData(ActorRole.Administrator, RestPermission.Operate, true)]
    [InlineData(ActorRole.Administrator, RestPermission.Administer, true)]
    [InlineData(ActorRole.Operator, RestPermission.Any, true)]
    [InlineData(ActorRole.Operator, RestPermission.View, true)]
    [InlineData(ActorRole.Operator, RestPermission.Send, false)]
    [InlineData(ActorRole.Operator, RestPermission.Operate, true)]
    [InlineData(ActorRole.Operator, RestPermission.Administer, false)]
    public void May_Person_FollowsTheRole(ActorRole role, RestPermission permission, bool may) =>
        Assert.Equal(may, new RestCaller.Person(new Actor(Guid.Empty, "a@foo.com", null, Guid.Empty, "foo.com", role)).May(permission));

    [Theory]
    [InlineData(RestScopes.Send, RestPermission.Any, true)]
    [InlineData(RestScopes.Send, RestPermission.View, false)]
    [InlineData(RestScopes.Send, RestPermission.Send, true)]
    [InlineData(RestScopes.Send, RestPermission.Operate, true)]
    [InlineData(RestScopes.View, RestPermission.Any, true)]
    [InlineData(RestScopes.View, RestPermission.View, true)]
    [InlineData(RestScopes.View, RestPermission.Send, false)]
    [InlineData(RestScopes.View, RestPermission.Operate, false)]
    [InlineData(RestScopes.Send | RestScopes.View | RestScopes.Manage, RestPermission.Administer, false)]
    [InlineData(RestScopes.Manage, RestPermission.Any, true)]
    [InlineData(RestScopes.Manage, RestPermission.View, false)]
    [InlineData(RestScopes.Manage, RestPermission.Send, false)]
    [InlineData(RestScopes.Manage, RestPermission.Operate, false)]
    public void May_Key_FollowsTheScopes(RestScopes scopes, RestPermission permission, bool may) =>
        Assert.Equal(may, new RestCaller.Key(Guid.Empty, "mailer", Guid.Empty, "foo.com", scopes).May(permission));
}
