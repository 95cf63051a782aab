using Microsoft.AspNetCore.Routing.Matching;

namespace EmailConsole.DevelopmentMailbox;

/// <summary>Where the mailbox is off its page does not match, so that the answer is that of any unknown address.</summary>
internal sealed class DevelopmentMailboxMatcher(DevelopmentMailboxState state) : MatcherPolicy, IEndpointSelectorPolicy
{
    public override int Order => 0;

    public bool AppliesToEndpoints(IReadOnlyList<Endpoint> endpoints) => !state.IsEnabled && endpoints.Any(IsPage);

    public Task ApplyAsync(HttpContext httpContext, CandidateSet candidates)
    {
        for (var i = 0; i < candidates.Count; i++)
        {
            if (IsPage(candidates[i].Endpoint))
            {
                candidates.SetValidity(i, value: false);
            }
        }

        return Task.CompletedTask;
    }

    private static bool IsPage(Endpoint endpoint) => endpoint.Metadata.GetMetadata<DevelopmentMailboxPageAttribute>() is not null;
}

/// <summary>Marks a page that is there only while the development mailbox is.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class DevelopmentMailboxPageAttribute : Attribute;
