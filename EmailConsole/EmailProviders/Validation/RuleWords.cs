using FluentValidation;
using FluentValidation.Results;

namespace EmailConsole.EmailProviders.Validation;

/// <summary>How the rules are written: a field, and a function that says what to type instead.</summary>
internal static class RuleWords
{
    public static void Refuse<T>(this IRuleBuilderInitial<Candidate, T> rule, string field, Func<T, string?> findFault) =>
        rule.Refuse(field, (_, value) => findFault(value));

    public static void Refuse<T>(this IRuleBuilderInitial<Candidate, T> rule, string field, Func<Candidate, T, string?> findFault) =>
        rule.Custom((value, context) =>
        {
            if (findFault(context.InstanceToValidate, value) is { } fault)
            {
                // Not the overload with texts: that one fills in placeholders, and what was typed may hold some
                context.AddFailure(new ValidationFailure(field, fault));
            }
        });
}
